// The library runs in browsers and workers too.
export default { platform: 'neutral' };
