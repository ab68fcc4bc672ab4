import { safeJson, visible } from '../../model/text.ts';
import { button, element } from './element.ts';

/** Buttons that copy a text: as it is; and where that holds characters that can't be seen, first as the page shows it. */
export function copyButtons(text: string, what: string): HTMLElement {
  const shown = visible(text);
  if (shown === text)
    return element(
      'span',
      { class: 'copy' },
      copyButton('Copy', () => text, `Copy ${what}`),
    );
  return element(
    'span',
    { class: 'copy' },
    copyButton('Copy as shown', () => shown, `Copy ${what} with escapes`),
    copyButton(
      'Copy raw',
      () => text,
      `Copy ${what} with its control characters: take care where you paste it`,
    ),
  );
}

/** A button that copies a value as JSON, in which nothing is raw that a terminal would act on. */
export function copyJson(value: unknown, what: string): HTMLElement {
  return element(
    'span',
    { class: 'copy' },
    copyButton('Copy JSON', () => safeJson(value, 2), `Copy ${what} as JSON`),
  );
}

function copyButton(label: string, text: () => string, title: string): HTMLElement {
  const made = button(label, { title, class: 'small' }, () => {
    void copy(text()).then((done) => {
      made.focus();
      made.textContent = done ? 'Copied' : 'Not allowed';
      setTimeout(() => {
        made.textContent = label;
      }, 1_200);
    });
  });
  return made;
}

/** Puts text on the clipboard; by a text field where the browser keeps the clipboard from pages on disk. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element('textarea', { class: 'off-screen' });
    field.value = text;
    document.body.appendChild(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}
