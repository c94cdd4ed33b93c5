// The library runs in browsers and workers too. It isn't minified: that would keep a bundler from
// leaving out what isn't used.
// The command is bundled by itself: a run loads one file of it.
export default { platform: 'neutral', cliApart: true };
