export default { moduleTypes: { '.sh': 'text' } };
