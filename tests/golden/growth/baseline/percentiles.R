# Percentiles of the learners of 2020 and 2021 beside those of 2018 and 2019, from panel.csv: Rscript percentiles.R
library(quantreg)
library(splines)

d <- read.csv("panel.csv", encoding = "UTF-8", stringsAsFactors = FALSE)
measure <- c(2018, 2019)
taus <- (2 * (0:99) + 1) / 200
at <- setNames(d$score, paste(d$learner, d$topic, d$year, d$year_level))
past <- function(x, k) unname(at[paste(x$learner, x$topic, x$year - k, x$year_level - k)])
knots <- function(s) list(k = round(quantile(s, c(.2, .4, .6, .8), names = FALSE), 3), b = extendrange(s, f = .1))
found <- list()
for (topic in unique(d$topic)) for (level in unique(d$year_level)) for (p in 1:3) {
  x <- d[d$topic == topic & d$year_level == level, ]
  prior <- matrix(sapply(1:p, function(k) past(x, k)), ncol = p)
  ok <- rowSums(is.na(prior)) == 0
  x <- x[ok, ]
  prior <- prior[ok, , drop = FALSE]
  fitted <- x$year %in% measure
  later <- x$year > max(measure)
  if (sum(fitted) < 100) next
  columns <- function(m) cbind(1, do.call(cbind, lapply(1:p, function(k) {
    of <- knots(d$score[d$topic == topic & d$year_level == level - k])
    bs(m[, k], knots = of$k, Boundary.knots = of$b)
  })))
  slopes <- sapply(taus, function(t) {
    rq.fit.br(columns(prior[fitted, , drop = FALSE]), x$score[fitted], tau = t)$coefficients
  })
  told <- t(apply(round(columns(prior[later, , drop = FALSE]) %*% slopes, 5), 1, sort))
  range <- apply(prior[fitted, , drop = FALSE], 2, range)
  beyond <- sapply(1:p, function(k) prior[later, k] < range[1, k] | prior[later, k] > range[2, k])
  cuts <- told[, c(1, 35, 50, 65, 99) + 1]
  colnames(cuts) <- paste0("cut_", c(1, 35, 50, 65, 99))
  found[[length(found) + 1]] <- data.frame(
    x[later, c("learner", "topic", "year")], priors = p,
    growth_percentile = pmin(pmax(rowSums(told < x$score[later]), 1), 99), cuts,
    beyond = as.integer(rowSums(matrix(beyond, ncol = p)) > 0)
  )
}
made <- do.call(rbind, found)
made <- made[order(made$learner, made$topic, made$year, made$priors), ]
write.csv(made, "percentiles.csv", row.names = FALSE, quote = FALSE, fileEncoding = "UTF-8")
