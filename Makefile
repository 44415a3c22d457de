# Short names for the two commands; run.py is what does the work.
.PHONY: start test bench
start:
	python3 run.py
test:
	python3 run.py test
bench:
	python3 run.py bench
