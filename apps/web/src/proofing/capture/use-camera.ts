import { useCallback, useEffect, useRef, useState } from 'react';

export type CameraState = 'off' | 'asking' | 'on' | 'denied' | 'missing';

/** The camera of this device, on only while someone looks at it: its tracks are stopped when the page is left, hidden or closed. */
export function useCamera() {
  const [state, setState] = useState<CameraState>('off');
  const stream = useRef<MediaStream>(undefined);
  const video = useRef<HTMLVideoElement>(null);
  const gone = useRef(false);

  const stop = useCallback(() => {
    stream.current?.getTracks().forEach((track) => track.stop());
    stream.current = undefined;
    setState((before) => (before === 'on' || before === 'asking' ? 'off' : before));
  }, []);

  const start = useCallback(async () => {
    setState('asking');
    try {
      const found = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: {
          facingMode: { ideal: 'environment' },
          width: { ideal: 2_560 },
          height: { ideal: 1_920 },
        },
      });
      // The person may have gone on while the browser asked.
      if (gone.current) return found.getTracks().forEach((track) => track.stop());
      stream.current = found;
      setState('on');
    } catch (cause) {
      const denied = cause instanceof DOMException && cause.name === 'NotAllowedError';
      setState(denied ? 'denied' : 'missing');
    }
  }, []);

  useEffect(() => {
    if (state !== 'on' || video.current === null) return;
    video.current.srcObject = stream.current ?? null;
    void video.current.play().catch(() => undefined);
  }, [state]);

  useEffect(() => {
    gone.current = false;
    const hidden = () => document.visibilityState === 'hidden' && stop();
    document.addEventListener('visibilitychange', hidden);
    addEventListener('pagehide', stop);
    return () => {
      gone.current = true;
      document.removeEventListener('visibilitychange', hidden);
      removeEventListener('pagehide', stop);
      stop();
    };
  }, [stop]);

  return { state, video, start, stop };
}
