//! sled 0.34 as the log itself, with the fdatasync that its flush lacks: the same load through the same kind of queue, a group
//! of requests one batch. It keeps the record and the place of each event in its stream; it computes no leaves.

use std::fs::File;
use std::sync::Arc;
use std::thread;

use heyi_store::append::StreamId;
use heyi_tests::bench::machine;
use tokio::sync::{mpsc, oneshot};

use super::heyi::{Load, QUEUE};

struct Request {
    event: (StreamId, u64, Vec<u8>),
    answer: oneshot::Sender<()>,
}

/// Durable events a second.
pub(crate) fn run(load: &Arc<Load>) -> f64 {
    let dir = machine::scratch();
    let path = dir.path().join("sled");
    let db = sled::Config::new().path(&path).cache_capacity(64 << 20).flush_every_ms(None).open().expect("sled");
    let file = File::open(path.join("db")).expect("sled's file");
    let (queue, requests) = mpsc::channel(QUEUE);
    let writer = thread::spawn(move || serve(&db, &file, requests));
    let rate = load.run(move |load, turn| {
        let queue = queue.clone();
        async move {
            let (answer, answered) = oneshot::channel();
            let event = (turn.stream.clone(), turn.version + 1, Load::frame(load.commit(&turn)));
            queue.send(Request { event, answer }).await.expect("the writer runs");
            answered.await.expect("the writer runs");
        }
    });
    writer.join().expect("the writer ends");
    rate
}

fn serve(db: &sled::Db, file: &File, mut requests: mpsc::Receiver<Request>) {
    let (events, streams) = (db.open_tree("events").expect("sled"), db.open_tree("streams").expect("sled"));
    let mut position = 0_u64;
    let mut batch = Vec::new();
    while let Some(request) = requests.blocking_recv() {
        batch.push(request);
        while let Ok(request) = requests.try_recv() {
            batch.push(request);
        }
        for Request { event: (stream, version, bytes), .. } in &batch {
            position += 1;
            events.insert(position.to_be_bytes(), bytes.as_slice()).expect("sled");
            let key = [stream.as_str().as_bytes(), &[0], &version.to_be_bytes()].concat();
            streams.insert(key, &position.to_le_bytes()).expect("sled");
        }
        db.flush().expect("sled");
        file.sync_data().expect("synced");
        for request in batch.drain(..) {
            let _ = request.answer.send(());
        }
    }
}
