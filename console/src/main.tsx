import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import * as z from 'zod';
import { App } from './app.tsx';
import { startLanguages } from './language/language.ts';
import { startScheme } from './shell/scheme.ts';
import './ui/tokens.css';
import './ui/base.css';

// Compiled checks need `eval`, which the page's Content-Security-Policy forbids.
z.config({ jitless: true });

startScheme();
await startLanguages();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
