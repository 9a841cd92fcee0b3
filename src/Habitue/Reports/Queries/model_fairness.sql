-- How the models that were judged last treat groups of people.
SELECT f.model, f.by_what, f.favourable, f.person_group, f.is_reference, f.rows, f.outcome_rate, f.selection_rate, f.selection_low, f.selection_high, f.disparate_impact, f.impact_low, f.impact_high,
    f.equal_opportunity, f.opportunity_low, f.opportunity_high, f.calibration, f.calibration_low, f.calibration_high, f.verdict
FROM model_fairness f
JOIN (SELECT DISTINCT model, version FROM model_judgements) j ON j.model = f.model AND j.version = f.version
ORDER BY f.model, f.by_what, f.is_reference DESC, f.person_group
