namespace Backprop.Analyzers.Meaning;

/// <summary>What a function returned at the sample point with an index; unknown results are left out.</summary>
internal readonly record struct Observation(int Index, double Point, Dual Result, bool IsCoarse);
