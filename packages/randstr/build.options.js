// The library runs in browsers and workers too. It isn't minified: that would keep a bundler from
// leaving out what isn't used.
export default { platform: 'neutral' };
