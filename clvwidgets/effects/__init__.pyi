from .estimate import Estimate as Estimate
from .experiments import AdjustedExperiment as AdjustedExperiment
from .experiments import Experiment as Experiment
