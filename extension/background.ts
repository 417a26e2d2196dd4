import { OCSPResponse } from 'pkijs'
import browser from 'webextension-polyfill'
browser.webRequest.onHeadersReceived.addListener(
  () => {
    console.log(OCSPResponse)
  },
  { urls: ['<all_urls>'] },
  ['blocking'],
)
