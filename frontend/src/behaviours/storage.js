// Storage that may be closed (private windows, policies): then nothing is remembered.

export function read(store, key) {
  try {
    return window[store].getItem(key);
  } catch {
    return null;
  }
}

export function write(store, key, value) {
  try {
    if (value === null) window[store].removeItem(key);
    else window[store].setItem(key, value);
  } catch {
    // Full or forbidden: the page goes on without memory.
  }
}

export function keys(store) {
  try {
    return Object.keys(window[store]);
  } catch {
    return [];
  }
}
