using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>One member of a type with its operation blocks (a body, and for constructors and fields the initialisers).</summary>
internal sealed class MemberBody(ISymbol member, ImmutableArray<IOperation> blocks)
{
    private OperationList? operations;
    private List<IOperation>? calls;
    private List<ILoopOperation>? loops;
    private List<StatementSyntax>? loopStatements;
    private Dictionary<ILocalSymbol, IOperation>? initials;
    private bool? hasErrors;

    public ISymbol Member { get; } = member;

    public ImmutableArray<IOperation> Blocks { get; } = blocks;

    /// <summary>All that the member does, in the order of the source.</summary>
    public OperationList Operations => operations ??= new OperationList(Blocks);

    /// <summary>The calls among them, and the methods that are handed over.</summary>
    public List<IOperation> Calls => calls ??= Operations.Of(OperationKind.Invocation, OperationKind.MethodReference);

    /// <summary>What the locals are declared with.</summary>
    public IReadOnlyDictionary<ILocalSymbol, IOperation> Initials => initials ??= FindInitials();

    /// <summary>The loops among them.</summary>
    public List<ILoopOperation> Loops => loops ??= Operations.Of(OperationKind.Loop).ConvertAll(loop => (ILoopOperation)loop);

    /// <summary>The same from the source alone, for those who ask before anything is listed.</summary>
    public IReadOnlyList<StatementSyntax> LoopStatements => loopStatements ??= BackwardSyntax.FindLoops(Blocks).ToList();

    /// <summary>True where the compiler did not understand a part of the member: nothing may be reported in it.</summary>
    public bool HasErrors => hasErrors ??= IsHalfTyped || Operations.Any(OperationKind.Invalid);

    /// <summary>True where it is no C# yet. What does not bind, such as a library before a restore, is another matter.</summary>
    public bool IsHalfTyped => Blocks.Any(block => Declaration(block.Syntax).ContainsDiagnostics);

    private Dictionary<ILocalSymbol, IOperation> FindInitials()
    {
        var found = new Dictionary<ILocalSymbol, IOperation>(SymbolEqualityComparer.Default);
        foreach (var operation in Operations.Of(OperationKind.VariableDeclarator))
            if (operation is IVariableDeclaratorOperation { Initializer.Value: { } value } declarator && !found.ContainsKey(declarator.Symbol)) found[declarator.Symbol] = value;
        return found;
    }

    private static SyntaxNode Declaration(SyntaxNode block) => block.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? block;
}
