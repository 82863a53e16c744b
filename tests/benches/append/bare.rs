//! The least a durable log with group commit can do: the same threads, one queue, one writer, one write into room that was
//! written before and one fdatasync a group, one wake for each request, the same number of bytes. No check, frame, hash or index.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::thread;

use heyi_tests::bench::machine;
use tokio::sync::{mpsc, oneshot};

use super::heyi::{Load, QUEUE};

struct Request {
    bytes: Vec<u8>,
    answer: oneshot::Sender<()>,
}

/// Durable events a second.
pub(crate) fn run(load: &Arc<Load>) -> f64 {
    let dir = machine::scratch();
    let file = File::options().create_new(true).write(true).open(dir.path().join("bare")).expect("a file");
    let zeros = vec![0; 1 << 20];
    for piece in 0..=load.bytes() >> 20 {
        file.write_all_at(&zeros, piece << 20).expect("written");
    }
    file.sync_all().expect("synced");
    let (queue, requests) = mpsc::channel(QUEUE);
    let writer = thread::spawn(move || serve(&file, requests));
    let rate = load.run(move |load, turn| {
        let queue = queue.clone();
        async move {
            let (answer, answered) = oneshot::channel();
            queue.send(Request { bytes: Load::frame(load.commit(&turn)), answer }).await.expect("the writer runs");
            answered.await.expect("the writer runs");
        }
    });
    writer.join().expect("the writer ends");
    rate
}

fn serve(file: &File, mut requests: mpsc::Receiver<Request>) {
    let (mut batch, mut bytes, mut end) = (Vec::new(), Vec::new(), 0);
    while let Some(request) = requests.blocking_recv() {
        batch.push(request);
        while let Ok(request) = requests.try_recv() {
            batch.push(request);
        }
        bytes.clear();
        batch.iter().for_each(|request| bytes.extend_from_slice(&request.bytes));
        file.write_all_at(&bytes, end).expect("written");
        file.sync_data().expect("synced");
        end += bytes.len() as u64;
        for request in batch.drain(..) {
            let _ = request.answer.send(());
        }
    }
}
