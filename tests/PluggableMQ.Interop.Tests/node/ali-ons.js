'use strict';

// Sends and consumes through ali-ons, an independent RocketMQ client for Node, and prints what it saw as one JSON object.
//   node ali-ons.js <namesrv> <topic> <group> <messages> [subscription]
// Message i has the tag TagA (even i) or TagB (odd i), the key key-i, a Unicode body and a Unicode property. With a subscription
// only messages that match it are awaited.

const { Producer, Consumer, Message } = require('ali-ons');

const [ namesrv, topic, group, countText, subscription = '*' ] = process.argv.slice(2);
const count = Number(countText);
const quiet = { debug() {}, info() {}, warn() {}, error(e) { console.error(e); } };
const options = { nameSrv: namesrv, httpclient: {}, logger: quiet, rebalanceInterval: 500, clientIP: '127.0.0.1' };
const tagOf = i => (i % 2 === 0 ? 'TagA' : 'TagB');
const bodyOf = i => `message ${i}: Grüße, 世界, 🚀`;

const wanted = new Set();
for (let i = 0; i < count; i++) {
  if (subscription === '*' || subscription.split('||').map(s => s.trim()).includes(tagOf(i))) wanted.add(bodyOf(i));
}

(async () => {
  const producer = new Producer({ ...options, producerGroup: `${group}-producer` });
  await producer.ready();
  const sent = [];
  for (let i = 0; i < count; i++) {
    const message = new Message(topic, tagOf(i), bodyOf(i));
    message.keys = [ `key-${i}` ];
    message.properties['größe'] = `wert-${i}`;
    const result = await producer.send(message);
    sent.push({ status: result.sendStatus, msgId: result.msgId, queueId: result.messageQueue.queueId, offset: result.queueOffset });
  }

  const received = [];
  const consumer = new Consumer({ ...options, consumerGroup: group, consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET' });
  const done = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`received ${received.length} of ${wanted.size} within 60 s`)), 60000);
    consumer.subscribe(topic, subscription, async msg => {
      received.push({ body: msg.body.toString(), tags: msg.tags, keys: msg.keys, property: msg.properties['größe'], msgId: msg.msgId });
      wanted.delete(msg.body.toString());
      if (wanted.size === 0) {
        clearTimeout(timer);
        resolve();
      }
    });
  });
  await consumer.ready();
  await done;
  await consumer.close();
  await producer.close();
  console.log(JSON.stringify({ sent, received }));
  process.exit(0);
})().catch(error => {
  console.error(error);
  process.exit(1);
});
