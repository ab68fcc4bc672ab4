/** Colours of the page's style by name, for what is drawn on a canvas. */
export class Palette {
  private readonly probe: HTMLElement;
  private readonly known = new Map<string, string>();

  constructor(within: HTMLElement) {
    this.probe = document.createElement('i');
    this.probe.hidden = true;
    within.appendChild(this.probe);
  }

  /** The colour that a custom property has at present. */
  of(name: string): string {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    this.probe.style.color = `var(--${name})`;
    const colour = getComputedStyle(this.probe).color;
    this.known.set(name, colour);
    return colour;
  }

  /** Forgets colours, as the page has others now. */
  reset(): void {
    this.known.clear();
  }
}

/** Fits a canvas to its box and the screen's pixels, cleared; its context draws in CSS pixels. */
export function fitCanvas(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const scale = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser draws on no canvas');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  return context;
}
