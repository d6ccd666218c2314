"""What the corpus of older models shows to predict the same after it was carried over (`tests/corpus`)."""

from __future__ import annotations

import sklearn

from sandbox.guard_version import numbers

OLDEST, INSTALLED = (1, 0), (1, 9)  # between these the corpus was fitted, and opened
NAMES = """
ARDRegression AdaBoostClassifier AdaBoostRegressor BaggingClassifier BaggingRegressor BayesianRidge BernoulliNB
Binarizer CalibratedClassifierCV CategoricalNB ClassifierChain ColumnTransformer ComplementNB CountVectorizer
DecisionTreeClassifier DecisionTreeRegressor DummyClassifier DummyRegressor ElasticNet ElasticNetCV
ExtraTreeClassifier ExtraTreeRegressor ExtraTreesClassifier ExtraTreesRegressor FactorAnalysis FastICA
FeatureAgglomeration FeatureUnion FunctionTransformer GammaRegressor GaussianNB GaussianProcessClassifier
GaussianProcessRegressor GaussianRandomProjection GradientBoostingClassifier GradientBoostingRegressor GridSearchCV
HalvingGridSearchCV HistGradientBoostingClassifier HistGradientBoostingRegressor HuberRegressor IsotonicRegression
IterativeImputer KBinsDiscretizer KMeans KNNImputer KNeighborsClassifier KNeighborsRegressor KernelCenterer KernelPCA
KernelRidge LabelBinarizer LabelEncoder LabelSpreading Lars Lasso LassoCV LassoLars LinearDiscriminantAnalysis
LinearRegression LinearSVC LinearSVR LogisticRegression LogisticRegressionCV MLPClassifier MLPRegressor MaxAbsScaler
MinMaxScaler MissingIndicator MultiOutputClassifier MultiOutputRegressor MultinomialNB NMF NearestCentroid Normalizer
NuSVC NuSVR Nystroem OneHotEncoder OneVsOneClassifier OneVsRestClassifier OrdinalEncoder OrthogonalMatchingPursuit
OutputCodeClassifier PCA PLSRegression PassiveAggressiveClassifier PassiveAggressiveRegressor Perceptron Pipeline
PoissonRegressor PolynomialFeatures PowerTransformer QuadraticDiscriminantAnalysis QuantileTransformer RANSACRegressor
RBFSampler RFE RFECV RadiusNeighborsClassifier RadiusNeighborsRegressor RandomForestClassifier RandomForestRegressor
RandomizedSearchCV RegressorChain Ridge RidgeCV RidgeClassifier RidgeClassifierCV RobustScaler SGDClassifier
SGDRegressor SVC SVR SelectFromModel SelectKBest SelectPercentile SelfTrainingClassifier SequentialFeatureSelector
SimpleImputer SplineTransformer StackingClassifier StackingRegressor StandardScaler TargetEncoder TfidfTransformer
TfidfVectorizer TheilSenRegressor TransformedTargetRegressor TruncatedSVD TunedThresholdClassifierCV TweedieRegressor
VarianceThreshold VotingClassifier VotingRegressor _BinMapper _BinaryGaussianProcessClassifierLaplace
_ConstantPredictor _SigmoidCalibration
"""
CLASSES = frozenset(NAMES.split())


def is_covered(saved: str, kinds: set[str]) -> bool:
    """Whether models made of these classes, saved by that version, are known to predict the same here."""
    return numbers(saved) >= OLDEST and numbers(sklearn.__version__) == INSTALLED and kinds <= CLASSES
