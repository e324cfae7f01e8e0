import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { useTranslation } from 'react-i18next';
import { Route, Router, Switch, useLocation } from 'wouter';
import { createQueryClient } from './server/queries.ts';
import { SessionProvider, useSessionState } from './session/session.tsx';
import { SignInAgain, SignInPage } from './session/signin.tsx';
import { Frame } from './shell/frame.tsx';
import { useExactSearch } from './shell/search.ts';
import { Empty, Fault, Skeleton } from './ui/notes.tsx';
import { Page } from './ui/page.tsx';
import { ToastsProvider } from './ui/toasts.tsx';

/** Each page is loaded when it is first opened, with its words. */
const pages = [
  { path: '/', Page: lazy(() => import('./pages/overview/overview.tsx')) },
  { path: '/tasks', Page: lazy(() => import('./pages/tasks/tasks.tsx')) },
  { path: '/tasks/:taskId', Page: lazy(() => import('./pages/task/task.tsx')) },
  { path: '/submit', Page: lazy(() => import('./pages/submit/submit.tsx')) },
  { path: '/explain', Page: lazy(() => import('./pages/explain/explain.tsx')) },
  { path: '/explorer', Page: lazy(() => import('./pages/explorer/explorer.tsx')) },
  { path: '/explorer/:action', Page: lazy(() => import('./pages/explorer/explorer.tsx')) },
  { path: '/nodes', Page: lazy(() => import('./pages/nodes/nodes.tsx')) },
  { path: '/nodes/:node', Page: lazy(() => import('./pages/nodes/node.tsx')) },
  { path: '/domains', Page: lazy(() => import('./pages/domains/domains.tsx')) },
  { path: '/configuration', Page: lazy(() => import('./pages/configuration/configuration.tsx')) },
  { path: '/keys', Page: lazy(() => import('./pages/keys/keys.tsx')) },
  { path: '/keys/:key', Page: lazy(() => import('./pages/keys/key.tsx')) },
  { path: '/audit', Page: lazy(() => import('./pages/audit/audit.tsx')) },
] as const;

export function App() {
  const [queries] = useState(createQueryClient);
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <SessionProvider>
          <Router base="/console" searchHook={useExactSearch}>
            <ToastsProvider>
              <Suspense>
                <Content />
              </Suspense>
            </ToastsProvider>
          </Router>
        </SessionProvider>
      </QueryClientProvider>
    </CSPProvider>
  );
}

function Content() {
  const { session } = useSessionState();
  const [location] = useLocation();
  if (session === undefined) return <SignInPage />;
  return (
    <Frame>
      <ErrorBoundary FallbackComponent={PageFault} resetKeys={[location]}>
        <Suspense
          fallback={
            <div style={{ padding: 'var(--space-5) var(--space-6)' }}>
              <Skeleton />
            </div>
          }
        >
          <Switch>
            {pages.map(({ path, Page: One }) => (
              <Route key={path} path={path}>
                <One />
              </Route>
            ))}
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
      <SignInAgain />
    </Frame>
  );
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('notFound')}>
      <Empty title={t('notFound')}>
        <p>{t('notFoundLead')}</p>
      </Empty>
    </Page>
  );
}

/** A fault in one page leaves the navigation and the other pages as they are. */
function PageFault({ error, resetErrorBoundary }: FallbackProps) {
  return (
    <div style={{ padding: 'var(--space-5) var(--space-6)' }}>
      <Fault error={error instanceof Error ? error : new Error(String(error))} onRetry={resetErrorBoundary} />
    </div>
  );
}
