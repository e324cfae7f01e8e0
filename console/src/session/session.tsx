import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { createClient, RequestRefused, type ActionName, type Answer, type Client, type RequestInput } from '../../../src/client/index.ts';

/** A key pair. It lives in the memory of this tab and nowhere else: a reload asks for it again. */
export type Credentials = { publicKey: string; privateKey: string; securityToken?: string };

export type Session = {
  client: Client;
  credentials: Credentials;
  /** Undefined: the server's default project. */
  projectId: string | undefined;
  /** Differs for each sign-in and project, so that nothing is shown to one that was read for another. */
  id: string;
};

type SessionState = {
  session: Session | undefined;
  /** Set once the server no longer takes the key: the page stays as it is, under the sign-in. */
  endedBecause: RequestRefused | undefined;
  signIn(credentials: Credentials): void;
  signOut(): void;
  chooseProject(projectId: string | undefined): void;
};

const Context = createContext<SessionState | undefined>(undefined);

/** RetCodes by which a key that was good no longer is: unknown, disabled, run out, signature of a rotated key. */
const ending = new Set([170, 171, 172, 174]);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [credentials, setCredentials] = useState<Credentials>();
  const [projectId, chooseProject] = useState<string>();
  const [endedBecause, setEnded] = useState<RequestRefused>();
  const [signIns, setSignIns] = useState(0);

  const session = useMemo<Session | undefined>(() => {
    if (credentials === undefined) return undefined;
    const client = createClient({ endpoint: location.origin, ...credentials, projectId });
    const id = `${signIns}/${credentials.publicKey}/${projectId ?? ''}`;
    return { client: watched(client, setEnded), credentials, projectId, id };
  }, [credentials, projectId, signIns]);

  const state = useMemo<SessionState>(
    () => ({
      session,
      endedBecause,
      signIn(next) {
        setEnded(undefined);
        setSignIns((count) => count + 1);
        setCredentials(next);
      },
      signOut() {
        setCredentials(undefined);
        setEnded(undefined);
        chooseProject(undefined);
      },
      chooseProject,
    }),
    [session, endedBecause],
  );
  return <Context value={state}>{children}</Context>;
}

export function useSessionState(): SessionState {
  const state = useContext(Context);
  if (state === undefined) throw new Error('used outside of SessionProvider');
  return state;
}

/** For what is shown only to those who are signed in. */
export function useSession(): Session {
  const { session } = useSessionState();
  if (session === undefined) throw new Error('used without a sign-in');
  return session;
}

function watched(client: Client, onEnded: (refusal: RequestRefused) => void): Client {
  return {
    async call<A extends ActionName>(
      action: A,
      request: RequestInput<A>,
      options?: { signal?: AbortSignal | undefined },
    ): Promise<Answer<A>> {
      try {
        return await client.call(action, request, options);
      } catch (error) {
        if (error instanceof RequestRefused && ending.has(error.retCode)) onEnded(error);
        throw error;
      }
    },
  };
}
