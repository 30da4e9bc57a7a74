// Sends a chosen file to the server by HTTP, outside the page's connection, and tells the page how far it is.

export function watch(input, page) {
  const choose = async () => {
    const file = input.files[0];
    if (!file) return;
    try {
      const answer = await send(file, percent => page.invokeMethodAsync('Sent', file.name, percent));
      await page.invokeMethodAsync('Received', file.name, answer.path, answer.summary);
    } catch (error) {
      await page.invokeMethodAsync('Refused', file.name, error.message).catch(() => {});
    } finally {
      input.value = '';
    }
  };
  input.addEventListener('change', choose);
}

function send(file, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let told = 0;
    request.open('POST', '/api/imports');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = event => {
      const now = performance.now();
      if (event.lengthComputable && now - told > 200) {
        told = now;
        progress(Math.round(100 * event.loaded / event.total));
      }
    };
    request.onload = () => request.status === 200 ? resolve(JSON.parse(request.responseText)) : reject(new Error(problem(request)));
    request.onerror = () => reject(new Error('The connection broke while the file was sent.'));
    request.send(file);
  });
}

function problem(request) {
  try {
    return JSON.parse(request.responseText).detail;
  } catch {
    return `The server answered ${request.status}.`;
  }
}
