using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>One member of a type with its operation blocks (a body, and for constructors and fields the initialisers).</summary>
internal sealed class MemberBody(ISymbol member, ImmutableArray<IOperation> blocks)
{
    private readonly Lazy<bool> hasErrors = new(() => blocks.Any(block =>
        Declaration(block.Syntax).ContainsDiagnostics || block.DescendantsAndSelf().Any(o => o is IInvalidOperation)));

    public ISymbol Member { get; } = member;

    public ImmutableArray<IOperation> Blocks { get; } = blocks;

    /// <summary>True where the compiler did not understand a part of the member: nothing may be reported in it.</summary>
    public bool HasErrors => hasErrors.Value;

    private static SyntaxNode Declaration(SyntaxNode block) => block.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? block;
}
