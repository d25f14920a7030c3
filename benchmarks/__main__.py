"""Every table, one after the other: `make bench`."""

from benchmarks import rivals, segmenters, speed

print("## Speed\n")
speed.main()
print("\n## Rivals\n")
rivals.main()
print("\n## Segmenters on corpora/gold\n")
segmenters.main()
