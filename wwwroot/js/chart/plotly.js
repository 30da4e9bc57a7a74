// Loads plotly.js once, when the first chart asks for it.

let loading;

export function loadPlotly(url) {
  loading ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      loading = undefined;
      script.remove();
      reject(new Error('the chart library could not be loaded'));
    };
    document.head.append(script);
  });
  return loading;
}
