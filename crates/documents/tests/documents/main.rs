//! Tests of the documents, in one program since linking the typesetter takes a while.

mod letters;
mod rendering;
mod samples;
mod sealing;
