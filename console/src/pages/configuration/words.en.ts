const words = {
  title: 'Configuration',
  lead: 'As the server has it, with all defaults filled in; secrets are left out.',
  version: 'forewarm {{version}}',
  loaded: 'loaded',
  find: 'Find',
};
export default words;
