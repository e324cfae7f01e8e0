import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The server hands the page a strict Content-Security-Policy: nothing may stand inline, so small files are not
// inlined either, and the preload polyfill (an inline script) stays out.
export default defineConfig({
  base: '/console/',
  plugins: [react()],
  // `npm run dev` beside a server: calls of the API go to it.
  server: {
    proxy: {
      '^/$': process.env['FOREWARM_ENDPOINT'] ?? 'http://127.0.0.1:8460',
      '/openapi.json': process.env['FOREWARM_ENDPOINT'] ?? 'http://127.0.0.1:8460',
    },
  },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
  },
});
