// Opens a page of the workspace and resolves with its milliseconds: from the change of the address until nothing in it is
// busy and no name is awaited. Rejects when the page shows a fault.
async (address) => {
  const isReady = () =>
    document.querySelector("main h1") &&
    !document.querySelector("main [aria-busy=true]") &&
    ![...document.querySelectorAll("main tbody span, main dd span")].some((place) => place.textContent === "…");
  const open = async (hash) => {
    const began = performance.now();
    const moved = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
    location.hash = hash;
    await moved;
    await new Promise((resolve) => {
      const check = () => {
        if (isReady()) {
          observer.disconnect();
          resolve();
        }
      };
      const observer = new MutationObserver(check);
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      check();
    });
    return performance.now() - began;
  };
  if (location.hash !== "#/") {
    await open("#/");
  }
  const took = await open(address);
  const fault = document.querySelector("main .message.bad");
  if (fault) {
    throw new Error(`${address}: ${fault.textContent}`);
  }
  return took;
}
