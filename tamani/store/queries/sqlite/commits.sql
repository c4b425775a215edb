-- name: commits.check
pragma quick_check

-- name: commits.check_keys
pragma foreign_key_check
