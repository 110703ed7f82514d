"""What Ofsted judged: the national profile of grades, and the grades of one authority's neighbours."""

from quarterly.exchange.ofsted.profile import DomainProfile, GradeProfile, Standing, grade_profile, standing
from quarterly.exchange.ofsted.table import AuthorityGrades

__all__ = ["AuthorityGrades", "DomainProfile", "GradeProfile", "Standing", "grade_profile", "standing"]
