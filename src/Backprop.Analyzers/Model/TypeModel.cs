using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model;

/// <summary>What is known of one type, put together lazily: each rule pays only for what it asks.</summary>
internal sealed class TypeModel(
    INamedTypeSymbol type, IEnumerable<MemberBody> bodies, CompilationModel compilation, CancellationToken cancellation)
{
    public INamedTypeSymbol Type { get; } = type;

    /// <summary>In source order, so that what is learned and reported does not depend on the driver's scheduling.</summary>
    public ImmutableArray<MemberBody> Bodies { get; } =
        bodies.OrderBy(body => body.Blocks.FirstOrDefault()?.Syntax.SpanStart ?? 0).ToImmutableArray();

    public CompilationModel Compilation { get; } = compilation;

    public CancellationToken Cancellation { get; } = cancellation;
}
