"""`python -m faire_ensemble` is the `faire` command."""

from faire_ensemble.config.cli import main

if __name__ == "__main__":
    main()
