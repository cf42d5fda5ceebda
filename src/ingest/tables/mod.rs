//! A folder of canonical tables (`users.csv`, `activity/*.parquet`, …) into a stage.
