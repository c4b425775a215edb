"""`python -m tamani` is `tamani`."""

from tamani.cli import main

if __name__ == "__main__":
    main()
