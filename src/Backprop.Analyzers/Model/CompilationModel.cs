using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>What the types of one compilation share: bodies on demand and the fingerprints learned so far. Dies with it.</summary>
internal sealed class CompilationModel(Compilation compilation)
{
    public Compilation Compilation { get; } = compilation;

    public IMethodBodies Bodies { get; } = new SourceBodies(compilation);
}
