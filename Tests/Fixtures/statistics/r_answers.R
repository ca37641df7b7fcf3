# Makes r_answers.json: R's answers that mixed models, curves and meta-analyses are held against.
#
#     Rscript r_answers.R SHARED > r_answers.json
#
# SHARED is the folder with accuracy/ and search_counts/. Packages: jsonlite, lme4, lmerTest, mgcv, metafor. No point of the
# real data is written, only what the packages say of them; the other points both sides make by the formulas below.

suppressMessages({library(jsonlite); library(lmerTest); library(mgcv); library(metafor)})
shared <- commandArgs(trailingOnly = TRUE)[1]
accuracies <- fromJSON(file.path(shared, "accuracy/imagenet_class_results.json"), simplifyVector = FALSE)
corpora <- c("cc3m", "cc12m", "yfcc15m", "laion400m")
points <- do.call(rbind, lapply(corpora, function(corpus) {
  counts <- unlist(fromJSON(file.path(shared, sprintf("search_counts/imagenet_%s_lemmatized_search_counts.json", corpus))))
  own <- names(accuracies)[endsWith(names(accuracies), paste0("pretrained", corpus))]
  do.call(rbind, lapply(own, function(model) {
    values <- unlist(accuracies[[model]]$classwise[names(counts)]) / 100
    data.frame(class = seq_along(counts), model = model, corpus = corpus, count = as.numeric(counts),
      u = log10(as.numeric(counts) + 1), y = as.numeric(values))
  }))
}))

mixed <- function(points) {
  points$x <- points$u - ave(points$u, points$model)
  fit <- suppressMessages(lmer(y ~ x + (1 | class) + (1 + x | model), points,
    control = lmerControl(optCtrl = list(xtol_abs = 1e-10, ftol_abs = 1e-10, maxeval = 20000))))
  spreads <- as.data.frame(VarCorr(fit))
  spread <- function(group, one, two = NA) {
    rows <- spreads$grp == group & (is.na(one) | spreads$var1 %in% one)
    rows <- rows & if (is.na(two)) is.na(spreads$var2) else spreads$var2 %in% two
    spreads$sdcor[rows][1]
  }
  row <- summary(fit)$coefficients["x", ]
  list(slope = row[["Estimate"]], error = row[["Std. Error"]], df = row[["df"]], p = row[["Pr(>|t|)"]],
    intercept = fixef(fit)[["(Intercept)"]], class_sd = spread("class", "(Intercept)"),
    model_sd = spread("model", "(Intercept)"), slope_sd = spread("model", "x"),
    residual_sd = sigma(fit), criterion = REMLcrit(fit), slopes = as.numeric(coef(fit)$model[, "x"]))
}

# Five models on 40 classes, some pairs missing; every number from its place.
made <- expand.grid(class = 0:39, model = 0:4)
made <- made[(made$class * 7 + made$model * 3) %% 11 != 0, ]
made$u <- ((made$class * 37 + made$model * 5) %% 50) / 10
made$y <- 0.2 + 0.05 * made$u + 0.03 * sin(made$model * 2) * made$u + 0.1 * sin(made$class * 1.7) +
  0.08 * cos(made$model * 3.1) + 0.06 * sin(made$class * 12.9898 + made$model * 78.233)

curve <- function(points) {
  seen <- points[points$count > 0, ]
  line <- lm(y ~ u, seen)
  smooth <- gam(y ~ s(u, bs = "ps", k = 23, m = c(2, 2)), data = seen, method = "REML")
  thin <- gam(y ~ s(u), data = seen)
  at <- 10^(1:6)
  at <- at[at <= max(seen$count)]
  values <- predict(smooth, data.frame(u = log10(at + 1)), se.fit = TRUE)
  list(at = at, mean = as.numeric(values$fit), error = as.numeric(values$se.fit), freedom = sum(smooth$edf),
    p = anova(line, thin, test = "F")[2, "Pr(>F)"])
}

meta <- function(estimates, errors) {
  fit <- rma(yi = estimates, sei = errors, method = "REML", test = "adhoc", control = list(threshold = 1e-12, maxiter = 10000))
  other <- predict(fit)
  list(estimates = estimates, errors = errors, mean = as.numeric(fit$beta), error = fit$se, variance = fit$tau2,
    low = fit$ci.lb, high = fit$ci.ub, new_low = other$pi.lb, new_high = other$pi.ub, p = fit$pval, q = fit$QE,
    share = fit$I2 / 100)
}

pair <- function(model, corpus) {
  points[points$corpus == corpus & points$model == paste0("backbone", model, "_pretrained", corpus), ]
}

answers <- list(
  versions = list(R = as.character(getRversion()), lme4 = as.character(packageVersion("lme4")),
    lmerTest = as.character(packageVersion("lmerTest")), mgcv = as.character(packageVersion("mgcv")),
    metafor = as.character(packageVersion("metafor"))),
  laion = mixed(points[points$corpus == "laion400m", ]),
  own = mixed(points),
  made = mixed(made),
  curves = list(
    list(model = "RN50", corpus = "cc3m", answer = curve(pair("RN50", "cc3m"))),
    list(model = "ViT-B-32", corpus = "laion400m", answer = curve(pair("ViT-B-32", "laion400m"))),
    list(model = "RN50", corpus = "yfcc15m", answer = curve(pair("RN50", "yfcc15m")))),
  meta = list(
    meta(c(0.0104, 0.0702, 0.0331, 0.051), c(0.0045, 0.0051, 0.012, 0.02)),
    meta(c(0.1, 0.12, 0.11), c(0.05, 0.04, 0.06)),
    meta(c(-0.5, 2.5), c(0.3, 0.9)),
    meta(c(1, 5, 2, 8, 3, 4, 9, 0, 2, 7), c(1, 2, 0.5, 3, 1, 1, 2, 1, 0.7, 5))))
cat(toJSON(answers, auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n")
