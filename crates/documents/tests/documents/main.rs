//! Tests of the documents, in one program since linking the typesetter takes a while.

mod rendering;
mod samples;
mod sealing;
