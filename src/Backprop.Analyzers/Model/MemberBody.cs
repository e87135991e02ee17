using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>One member of a type with its operation blocks (a body, and for constructors and fields the initialisers).</summary>
internal sealed class MemberBody(ISymbol member, ImmutableArray<IOperation> blocks)
{
    private List<IOperation>? operations;
    private Survey? survey;
    private Dictionary<ILocalSymbol, IOperation>? initials;
    private bool? isHalfTyped;

    public ISymbol Member { get; } = member;

    public ImmutableArray<IOperation> Blocks { get; } = blocks;

    /// <summary>All that the member does, in the order of the source. Listed once: each rule looks through it for something else.</summary>
    public List<IOperation> Operations => operations ??= FindOperations();

    /// <summary>The calls among them, and the methods that are handed over.</summary>
    public List<IOperation> Calls => Seen.Calls;

    /// <summary>What the locals are declared with.</summary>
    public IReadOnlyDictionary<ILocalSymbol, IOperation> Initials => initials ??= FindInitials();

    /// <summary>The loops among them.</summary>
    public List<ILoopOperation> Loops => Seen.Loops;

    /// <summary>True where the compiler did not understand a part of the member: nothing may be reported in it.</summary>
    public bool HasErrors => IsHalfTyped || Seen.HasInvalid;

    /// <summary>True where it is no C# yet. What does not bind, such as a library before a restore, is another matter.</summary>
    public bool IsHalfTyped => isHalfTyped ??= Blocks.Any(block => Declaration(block.Syntax).ContainsDiagnostics);

    private List<IOperation> FindOperations()
    {
        var found = new List<IOperation>();
        foreach (var block in Blocks) OperationParts.Visit(block, found, static (all, operation, _) => all.Add(operation));
        return found;
    }

    private Survey Seen => survey ??= new Survey(Blocks);

    private Dictionary<ILocalSymbol, IOperation> FindInitials()
    {
        var found = new Dictionary<ILocalSymbol, IOperation>(SymbolEqualityComparer.Default);
        foreach (var operation in Operations)
            if (operation is IVariableDeclaratorOperation { Initializer.Value: { } value } declarator && !found.ContainsKey(declarator.Symbol)) found[declarator.Symbol] = value;
        return found;
    }

    private static SyntaxNode Declaration(SyntaxNode block) => block.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? block;

    /// <summary>What nearly everybody asks for, found on one way through the member: not all that it does is listed for it.</summary>
    private sealed class Survey
    {
        public Survey(ImmutableArray<IOperation> blocks)
        {
            foreach (var block in blocks) OperationParts.Visit(block, this, static (survey, operation, kind) => survey.See(operation, kind));
        }

        public List<IOperation> Calls { get; } = [];

        public List<ILoopOperation> Loops { get; } = [];

        public bool HasInvalid { get; private set; }

        private void See(IOperation operation, OperationKind kind)
        {
            switch (kind)
            {
                case OperationKind.Invocation or OperationKind.MethodReference: Calls.Add(operation); break;
                case OperationKind.Loop: Loops.Add((ILoopOperation)operation); break;
                case OperationKind.Invalid: HasInvalid = true; break;
            }
        }
    }
}
