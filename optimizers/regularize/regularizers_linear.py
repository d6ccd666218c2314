"""Regularizers of linear, generalized linear, kernel and latent models."""

from __future__ import annotations

from optimizers.regularize.regularizers import Regularizer

_ALPHA = Regularizer("alpha", +1, 1e-4, 1e4)
_C = Regularizer("C", -1, 1e-4, 1e3)
_L1 = Regularizer("alpha", +1, 1e-4, 1e2)
_GAMMA = Regularizer("gamma", -1, 1e-4, 1e2, when=(("kernel", ("rbf",)),))
_EPSILON = Regularizer("epsilon", +1, 1e-3, 10)
_PENALIZED = (("penalty", ("l2", "l1", "elasticnet")),)
_SGD = Regularizer("alpha", +1, 1e-6, 10, when=_PENALIZED)
_N_NONZERO = Regularizer("n_nonzero_coefs", -1, 1, 500, integer=True)

TABLE: dict[str, tuple[Regularizer, ...]] = {
    "LogisticRegression": (_C,),
    "RidgeClassifier": (_ALPHA,),
    "LinearSVC": (Regularizer("C", -1, 1e-5, 10),),
    "SVC": (_C, _GAMMA),
    "NuSVC": (Regularizer("nu", +1, 0.02, 0.8, log=False), _GAMMA),
    "SGDClassifier": (_SGD,),
    "Perceptron": (_SGD,),
    "Ridge": (_ALPHA,),
    "Lasso": (_L1,),
    "ElasticNet": (_L1,),
    "MultiTaskLasso": (_L1,),
    "MultiTaskElasticNet": (_L1,),
    "LassoLars": (_L1,),
    "Lars": (_N_NONZERO,),
    "OrthogonalMatchingPursuit": (Regularizer("n_nonzero_coefs", -1, 1, 500, integer=True, when=(("tol", (None,)),)),),
    "BayesianRidge": (
        Regularizer("lambda_1", +1, 1e-6, 1e5),
        Regularizer("alpha_2", +1, 1e-6, 1e6),
    ),
    "ARDRegression": (
        Regularizer("threshold_lambda", -1, 1, 1e5),
        Regularizer("lambda_1", +1, 1e-6, 1e5),
        Regularizer("alpha_2", +1, 1e-6, 1e6),
    ),
    "HuberRegressor": (_ALPHA,),
    "PoissonRegressor": (_ALPHA,),
    "GammaRegressor": (_ALPHA,),
    "TweedieRegressor": (_ALPHA,),
    "QuantileRegressor": (Regularizer("alpha", +1, 1e-4, 10),),
    "SGDRegressor": (_SGD,),
    "LinearSVR": (Regularizer("C", -1, 1e-4, 1e2), _EPSILON),
    "SVR": (Regularizer("C", -1, 1e-3, 1e4), _GAMMA, _EPSILON),
    "NuSVR": (Regularizer("C", -1, 1e-3, 1e4), _GAMMA, Regularizer("nu", -1, 0.02, 1, log=False)),
    "KernelRidge": (_ALPHA, Regularizer("gamma", -1, 1e-4, 1e2, when=(("kernel", ("rbf", "laplacian")),))),
    "PLSRegression": (Regularizer("n_components", -1, 1, 100, integer=True),),
    "GaussianProcessRegressor": (Regularizer("alpha", +1, 1e-10, 1e2),),
}
