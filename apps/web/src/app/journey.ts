import { useCallback } from 'react';
import { useNavigate, useParams } from 'react-router';

/** Where a page stands: at the root, or within one agency's request. The uid lives in the path, so each tab keeps its own. */
export function journeyPath(uid: string | undefined, page: string): string {
  return uid === undefined ? `/${page}` : `/interaction/${uid}/${page}`;
}

export function useJourney() {
  const { uid } = useParams();
  const navigate = useNavigate();
  const path = useCallback((page: string) => journeyPath(uid, page), [uid]);
  const go = useCallback(
    (page: string, options?: { replace?: boolean }) =>
      void navigate(journeyPath(uid, page), options),
    [navigate, uid],
  );
  return { uid, path, go };
}
