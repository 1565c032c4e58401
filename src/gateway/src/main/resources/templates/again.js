{|
const pause = ms => new Promise(done => setTimeout(done, ms));

// Asks until an answer came and was read: what is asked for here is done once, however often it is asked for.
const again = async (ask, read) => {
  const attemptsMax = 8;
  for (let attempt = 1; ; attempt++) {
    let wait = Math.min(8000, 400 * 2 ** attempt);
    try {
      const answer = await ask();
      if (answer.status < 500 && answer.status !== 429) return await read(answer);
      wait = Math.max(wait, 1000 * (answer.headers.get('Retry-After') || 0));
    } catch (lost) {
      if (attempt >= attemptsMax) throw lost;
    }
    if (attempt >= attemptsMax || wait > 15000) throw new Error('busy');
    await pause(wait);
  }
};
|}
