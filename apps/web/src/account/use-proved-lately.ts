import { useNavigate } from 'react-router';
import type { Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';

/** When the password was given too long ago, it is asked again, and then the page comes back (AUTH-11). */
export function useProvedLately(page: string) {
  const navigate = useNavigate();
  return async <T>(answer: Result<T, CallProblem>): Promise<Result<T, CallProblem>> => {
    if (!answer.ok && answer.error.code === 'unlock_required')
      await navigate(`/unlock?to=${encodeURIComponent(page)}&long-ago`, { replace: true });
    return answer;
  };
}
