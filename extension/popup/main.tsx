import { render, h } from 'preact'
render(h('p', null, 'hi'), document.body)
