//! Takes the frames off a session's output (one without a terminal): both streams in the order in which they came.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, ReadBuf};

const HEADER_SIZE: usize = 8;

/// The payloads of a framed stream (see [`super::logs`] for the frames).
#[derive(Debug)]
pub(super) struct Unframed<R> {
    inner: R,
    header: [u8; HEADER_SIZE],
    filled: usize,
    left: usize,
}

impl<R> Unframed<R> {
    pub(super) const fn new(inner: R) -> Self {
        Self {
            inner,
            header: [0; HEADER_SIZE],
            filled: 0,
            left: 0,
        }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Unframed<R> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        while this.left == 0 {
            let mut head = ReadBuf::new(this.header.get_mut(this.filled..).unwrap_or_default());
            ready!(Pin::new(&mut this.inner).poll_read(context, &mut head))?;
            let read = head.filled().len();
            if read == 0 {
                return Poll::Ready(Ok(()));
            }
            this.filled += read;
            if this.filled == HEADER_SIZE {
                let [_, zeros @ .., a, b, c, d] = this.header;
                if zeros != [0; 3] {
                    return Poll::Ready(Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        "the stream lost its frames",
                    )));
                }
                this.left = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
                this.filled = 0;
            }
        }
        let mut payload = out.take(this.left);
        ready!(Pin::new(&mut this.inner).poll_read(context, &mut payload))?;
        let read = payload.filled().len();
        // `take` shares the memory but not the count, and what was read into it is initialised.
        let bytes = payload.filled().to_vec();
        out.put_slice(&bytes);
        this.left -= read;
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    #[tokio::test]
    async fn payloads_come_without_their_headers() {
        let bytes: &[u8] = b"\x01\0\0\0\0\0\0\x02hi\x02\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\x03 yo";
        for chunk in [1, 3, 64] {
            let (mut writer, reader) = tokio::io::duplex(chunk);
            let writing = async {
                tokio::io::AsyncWriteExt::write_all(&mut writer, bytes)
                    .await
                    .unwrap();
                drop(writer);
            };
            let mut text = String::new();
            let mut reader = Unframed::new(reader);
            let reading = reader.read_to_string(&mut text);
            let ((), read) = tokio::join!(writing, reading);
            read.unwrap();
            assert_eq!(text, "hi yo", "chunks of {chunk}");
        }
    }
}
