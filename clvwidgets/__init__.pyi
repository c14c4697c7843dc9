"""What `clvwidgets` offers: the one place that lists its names; each loads when first used."""

from .data import TransactionLog as TransactionLog
from .data import list_datasets as list_datasets
from .data import load_dataset as load_dataset
from .widgets.calculators.acquisition import CACPayback as CACPayback
from .widgets.calculators.acquisition import UnitEconomics as UnitEconomics
from .widgets.calculators.averages import NetCLV as NetCLV
from .widgets.calculators.averages import SimpleCLV as SimpleCLV
from .widgets.calculators.comparison import CompareMethods as CompareMethods
from .widgets.calculators.discounted import DiscountedCLV as DiscountedCLV
from .widgets.calculators.life_stages import LifecycleCLV as LifecycleCLV
from .widgets.calculators.markov import MarkovCLV as MarkovCLV
from .widgets.calculators.mixed_churn import MixedChurn as MixedChurn
from .widgets.calculators.subscription import SubscriptionCLV as SubscriptionCLV
from .widgets.explorers.cohorts import CohortExplorer as CohortExplorer
from .widgets.explorers.customer_card import CustomerCard as CustomerCard
from .widgets.explorers.explorer import Explorer as Explorer
from .widgets.explorers.kpi_dashboard import KPIDashboard as KPIDashboard
from .widgets.explorers.lifecycle import LifecycleExplorer as LifecycleExplorer
from .widgets.explorers.links import link_explorers as link_explorers
from .widgets.explorers.next_purchase import NextPurchaseExplorer as NextPurchaseExplorer
from .widgets.explorers.profile import ProfileExplorer as ProfileExplorer
from .widgets.explorers.rfm import RFMExplorer as RFMExplorer
from .widgets.explorers.value import ValueExplorer as ValueExplorer
from .widgets.panel.panel import Panel as Panel
from .widgets.simulators.acquire_or_retain import AcquireOrRetain as AcquireOrRetain
from .widgets.simulators.carts import CartSimulator as CartSimulator
from .widgets.simulators.channels import ChannelSimulator as ChannelSimulator
from .widgets.simulators.claims import ClaimTester as ClaimTester
from .widgets.simulators.cross_selling import CrossSellSimulator as CrossSellSimulator
from .widgets.simulators.customer_world import CustomerWorld as CustomerWorld
from .widgets.simulators.fairness import FairnessAudit as FairnessAudit
from .widgets.simulators.feedback import FeedbackSimulator as FeedbackSimulator
from .widgets.simulators.hold_out import HoldOutSimulator as HoldOutSimulator
from .widgets.simulators.levers import LeverExplorer as LeverExplorer
from .widgets.simulators.loyalty import LoyaltySimulator as LoyaltySimulator
from .widgets.simulators.pricing import PricingSimulator as PricingSimulator
from .widgets.simulators.risk import RiskSimulator as RiskSimulator
from .widgets.simulators.satisfaction import SatisfactionSimulator as SatisfactionSimulator
from .widgets.simulators.service import ServiceSimulator as ServiceSimulator
from .widgets.simulators.stages import StageStrategy as StageStrategy
from .widgets.simulators.targeting import TargetingSimulator as TargetingSimulator
from .widgets.simulators.win_back import WinBackSimulator as WinBackSimulator

__version__: str
