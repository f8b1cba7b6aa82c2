/**
 * Reads the colours of the page for what wants `#rrggbbaa`: its variables are in OKLCH, and a canvas converts them. Made
 * anew after each change of theme.
 */
export function colourReader(): (variable: string, alpha?: number) => string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const page = getComputedStyle(document.documentElement);
  return (variable, alpha = 1) => {
    if (!context) return "#808080ff";
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = page.getPropertyValue(`--${variable}`).trim();
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue, Math.round(alpha * 255)].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
}
