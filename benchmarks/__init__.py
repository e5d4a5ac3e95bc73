"""Speed, shown as ratios within one run: interleaved rounds, medians, beside the same work in bare SQL."""
