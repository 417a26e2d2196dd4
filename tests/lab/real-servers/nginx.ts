import { join } from 'node:path'
import type { OcspAnswer } from '../servers/ocsp-answer.ts'
import type { ServerFiles } from './real-site.ts'

export interface NginxPlan {
  readonly program: 'nginx'
  /** What stands in the file that it staples; it asks the responder by itself where absent. */
  readonly file?: OcspAnswer
  /** Of its `server`. */
  readonly directives: readonly string[]
}

/** Everything below one folder, on one port, for nobody but this machine. `more` is what an administrator adds. */
export function nginxConfiguration(
  { file, directives }: NginxPlan,
  { folder, host, port, responderUrl, chain, key, pages, staple }: ServerFiles,
  more: string,
): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off;
pid ${join(folder, 'pid')};
error_log ${join(folder, 'error.log')};
worker_processes 1;
events { worker_connections 64; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port} ssl;
    server_name ${host};
    root ${pages};
    # No session is taken up again, so that every visit sees what is stapled now.
    ssl_session_cache off;
    ssl_session_tickets off;
    ssl_certificate ${chain};
    ssl_certificate_key ${key};
    ${file === undefined ? `ssl_stapling_responder ${responderUrl};` : `ssl_stapling_file ${staple};`}
    ${directives.join('\n    ')}
    ${more}
  }
}
`
}
