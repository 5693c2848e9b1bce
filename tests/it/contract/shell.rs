//! The little shell of the simulation beside busybox's: the same text, the same output and exit code.

use super::contract;
use super::sessions::run;
use crate::real_engine::fixture::{Fixture, STAYS};

contract!(scripts_do_the_same);

const SCRIPTS: [(&str, &str, i64); 44] = [
    ("echo a  b 'c  d' \"e $((1+2*3))\"", "a b c  d e 7\n", 0),
    (
        "x=3; y=$x$x; echo $y ${#y} ${z:-none} ${x:+set}",
        "33 2 none set\n",
        0,
    ),
    (
        "i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done",
        "1\n2\n3\n",
        0,
    ),
    (
        "for x in a b c; do [ $x = b ] && continue; echo $x; done",
        "a\nc\n",
        0,
    ),
    (
        "for x in a b c; do if [ $x = b ]; then break; fi; echo $x; done",
        "a\n",
        0,
    ),
    (
        "if false; then echo 1; elif true; then echo 2; else echo 3; fi",
        "2\n",
        0,
    ),
    ("if false; then echo 1; fi; echo $?", "0\n", 0),
    (
        "true && echo y || echo n; false && echo y || echo n",
        "y\nn\n",
        0,
    ),
    ("! true; echo $?; ! false; echo $?", "1\n0\n", 0),
    (
        "case abc in x) echo x;; a*c) echo A;; *) echo no;; esac",
        "A\n",
        0,
    ),
    (
        "f=/a/b.tar.gz; echo ${f##*/} ${f%.gz} ${f%%.*} ${f#/}",
        "b.tar.gz /a/b.tar /a/b a/b.tar.gz\n",
        0,
    ),
    (
        "echo $(echo inner; echo more) \"$(echo a; echo b)\"",
        "inner more a\nb\n",
        0,
    ),
    ("x=$(exit 3); echo $?", "3\n", 0),
    (
        "f() { echo \"f $1 $#\"; return 3; }; f x y; echo $?",
        "f x 2\n3\n",
        0,
    ),
    ("(x=1; exit 5); echo $? ${x:-unset}", "5 unset\n", 0),
    (
        "echo one | cat; printf 'a\\nb\\n' | grep b | wc -l",
        "one\n1\n",
        0,
    ),
    (
        "set -- a 'b c'; for x in \"$@\"; do echo \"[$x]\"; done; shift; echo $1",
        "[a]\n[b c]\nb c\n",
        0,
    ),
    (
        "printf '%s-%03d|%5s|%-4s|\\n' a 7 b c",
        "a-007|    b|c   |\n",
        0,
    ),
    ("trap 'echo bye' EXIT; echo hi; exit 6", "hi\nbye\n", 6),
    ("eval 'echo $((1+1))'; { echo a; echo b; }", "2\na\nb\n", 0),
    ("x='a   b'; echo $x; echo \"$x\"", "a b\na   b\n", 0),
    (
        "[ 1 -gt 0 -a 2 = 2 ] && [ ! -f /none ] && [ -d /tmp ] && echo yes",
        "yes\n",
        0,
    ),
    (
        "echo x > /tmp/f; echo y >> /tmp/f; cat /tmp/f; rm /tmp/f; cat /tmp/f 2>/dev/null; echo $?",
        "x\ny\n1\n",
        0,
    ),
    (
        "sh -c 'echo err >&2' 2>&1; echo out 2>/dev/null",
        "err\nout\n",
        0,
    ),
    (
        "sh -c 'echo $0 $1' zero one; sh -c 'exit 9'; echo $?",
        "zero one\n9\n",
        0,
    ),
    ("set -e; false; echo never", "", 1),
    (
        "set -e; if false; then :; fi; false || true; echo still",
        "still\n",
        0,
    ),
    (
        "nosuchprogram 2>&1; echo $?",
        "sh: nosuchprogram: not found\n127\n",
        0,
    ),
    ("exec nosuchprogram 2>/dev/null; echo never", "", 127),
    ("sleep 0.1 & wait; echo $?", "0\n", 0),
    (
        "sleep 1000 & kill $!; wait $! 2>/dev/null; echo $?",
        "143\n",
        0,
    ),
    (
        "trap 'echo caught' USR1; kill -USR1 $$; echo after",
        "caught\nafter\n",
        0,
    ),
    ("kill -TERM $$; echo never", "", 143),
    ("exec sleep 0.1; echo never", "", 0),
    ("read line < /etc/hostname; echo ${#line}", "12\n", 0),
    ("echo 'a b c' | { read x y; echo \"$y\"; }", "b c\n", 0),
    ("until true; do :; done; echo end # comment", "end\n", 0),
    (
        "echo -n a; echo -e 'b\\tc'; echo '$x' \\$x",
        "ab\tc\n$x $x\n",
        0,
    ),
    ("x=1; x=2 sh -c 'echo $x'; echo $x", "2\n1\n", 0),
    (
        "A=1; export A; sh -c 'echo $A'; B=2; sh -c 'echo ${B:-none}'",
        "1\nnone\n",
        0,
    ),
    (
        "seq 3 | tail -n 1; printf '1\\n2\\n3\\n' | head -2",
        "3\n1\n2\n",
        0,
    ),
    (
        "echo $((7/2)) $((7%4)) $((2<3 && 3>2)) $((-3+1)) $((0x10))",
        "3 3 1 -2 16\n",
        0,
    ),
    (
        "basename /a/b; dirname /a/b; test -z '' && echo empty",
        "b\n/a\nempty\n",
        0,
    ),
    (
        "if [ ]; then echo y; else echo n; fi; [ a ] && echo a",
        "n\na\n",
        0,
    ),
];

async fn scripts_do_the_same(fixture: &'static Fixture) {
    let id = fixture.run_script("shell", STAYS).await;
    fixture.until_state(&id, "running").await;
    let mut wrong = Vec::new();
    for (script, output, code) in SCRIPTS {
        let done = run(fixture, &id, &["sh", "-c", script]).await;
        if done != (output.to_owned(), Some(code)) {
            wrong.push(format!(
                "{script}\n  expected {output:?} {code}\n  but did {done:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
