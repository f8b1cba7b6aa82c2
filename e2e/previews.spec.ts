import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { dataOf } from "./support/data-of.ts";
import { takePictures } from "./support/pictures.ts";
import { test } from "./support/test.ts";

/** A page with a line of Chinese in a font that is not in the file: only the reader's own maps tell what it says. */
function chinesePdf(): Buffer {
  const text = "BT /F1 48 Tf 72 500 Td <4E2D65876863> Tj ET\n";
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    `<</Length ${text.length}>>stream\n${text}endstream`,
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 7 0 R>>",
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
  ];
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = body.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(body, "latin1");
}

/** Silence as 16-bit PCM at 44.1 kHz. */
function silentWav(seconds: number): Buffer {
  const rate = 44_100;
  const bytes = seconds * rate * 2;
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(bytes, 40);
  return Buffer.concat([head, Buffer.alloc(bytes)]);
}

test("a film, a PDF in Chinese, and sound that goes on after its grant has ended", async ({ page, system, volume }) => {
  const data = await dataOf(system, volume.id);
  const open = (name: string) => page.goto(`${system.dashboardUrl}/volumes/${volume.id}/files?open=/${name}`);
  await writeFile(join(data, "paper.pdf"), chinesePdf());
  await writeFile(join(data, "long.wav"), silentWav(600));
  // The browser makes the film itself: a second of a square that turns red.
  const film = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
    const context = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
    const pieces: Blob[] = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    const ended = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    for (let frame = 0; frame < 20; frame++) {
      if (context) {
        context.fillStyle = `rgb(${frame * 12},40,90)`;
        context.fillRect(0, 0, 320, 180);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    recorder.stop();
    await ended;
    return Array.from(new Uint8Array(await new Blob(pieces).arrayBuffer()));
  });
  await writeFile(join(data, "film.webm"), Buffer.from(film));

  await open("film.webm");
  const video = page.locator("video");
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBe(320);
  await video.evaluate((element: HTMLVideoElement) => element.play());
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(0.2);
  await takePictures(page, "film");

  await open("paper.pdf");
  await expect(page.getByText("Page 1. 中文档")).toBeAttached();
  const dark = await page.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    let count = 0;
    for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) count++;
    return count;
  });
  expect(dark).toBeGreaterThan(100);
  await takePictures(page, "pdf");

  await open("long.wav");
  const audio = page.locator("audio");
  await audio.evaluate((element: HTMLAudioElement) => element.play());
  await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.currentTime)).toBeGreaterThan(0.1);
  const first = await audio.evaluate((element: HTMLAudioElement) => element.src);
  // From now on the control plane answers this grant as one that has ended.
  await page.route(first, (route) => route.fulfill({ status: 403, body: "" }));
  await audio.evaluate((element: HTMLAudioElement) => {
    element.currentTime = 500;
  });
  await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.src)).not.toBe(first);
  await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.currentTime)).toBeGreaterThan(500.1);
  expect(await audio.evaluate((element: HTMLAudioElement) => element.paused)).toBe(false);
});
