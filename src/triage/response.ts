/** The part of an investigation guide (Markdown) that says what to do; the whole where it has no such heading. */
export function responseOf(guide: string): string {
  const [, section] =
    /^#{1,6}\s*Response and remediation\s*$([\s\S]*?)(?=^#{1,2}\s|$(?![\s\S]))/im.exec(guide) ?? [];
  return (section ?? guide).trim();
}
