import { i18n } from '@lingui/core';
import { messages } from '../locales/en/messages.po';

/** As `main.tsx` does it. */
export function speakEnglish(): void {
  i18n.load('en', messages);
  i18n.activate('en');
}
