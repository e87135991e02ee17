using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// The code of one compilation: bodies of methods, accessors, constructors, operators and local functions, and initialisers.
/// Found once per member. A body with errors in it is not available: half-typed code means nothing yet.
/// </summary>
internal sealed class SourceBodies(Compilation compilation, CancellationToken cancellation) : IMethodBodies
{
    private readonly ConcurrentDictionary<ISymbol, IOperation?> bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, IOperation> partlyBound = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, IOperation> bound = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, IOperation?> initializers = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();

    public IOperation? BodyOf(IMethodSymbol method)
    {
        var declared = Key(method);
        return bodies.TryGetValue(declared, out var known) ? known : bodies.GetOrAdd(declared, Find);
    }

    public IOperation? RunnableBodyOf(IMethodSymbol method) => BodyOf(method) ?? (partlyBound.TryGetValue(Key(method), out var body) ? body : null);

    /// <summary>
    /// A body that the driver has bound already need not be bound again. Errors are looked for when it is asked for.
    /// </summary>
    public void Remember(IMethodSymbol method, IOperation block)
    {
        bound.TryAdd(Key(method), block.Root());
    }

    public IOperation? InitializerOf(ISymbol fieldOrProperty) => initializers.GetOrAdd(fieldOrProperty.OriginalDefinition, FindInitializer);

    /// <summary>The operation of a piece of source, anywhere in the compilation.</summary>
    public IOperation? OperationAt(SyntaxNode node) => Operation(node);

    /// <summary>What a name in a piece of source stands for, anywhere in the compilation; null where it does not bind.</summary>
    public ISymbol? SymbolAt(SyntaxNode name) => ModelOf(name.SyntaxTree).GetSymbolInfo(name, cancellation).Symbol;

    /// <summary>What a declaration, anywhere in the compilation, declares.</summary>
    public ISymbol? DeclaredAt(SyntaxNode declaration) => ModelOf(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation);

    private IOperation? Find(ISymbol method)
    {
        var body = bound.TryGetValue(method, out var known) ? HasBody(known) ? known : null : Bind(method);
        if (body is null || !HasErrors(body)) return body;
        partlyBound[method] = body;
        return null;
    }

    private IOperation? Bind(ISymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
            if (Operation(Declaration(reference.GetSyntax(cancellation))) is { } operation && HasBody(operation)) return operation;
        return null;
    }

    private static IMethodSymbol Key(IMethodSymbol method) => (method.PartialImplementationPart ?? method).OriginalDefinition;

    private IOperation? FindInitializer(ISymbol member)
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var value = reference.GetSyntax(cancellation) switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
            if (value is not null && Operation(value.Value) is { } operation)
            {
                return Converted(operation, value);
            }
        }

        return null;
    }

    /// <summary>The initialiser's own operation holds the conversion to the member's type, which the bare expression lacks.</summary>
    private IOperation Converted(IOperation expression, EqualsValueClauseSyntax clause)
        => Operation(clause) is ISymbolInitializerOperation { Value: { } value } ? value : expression;

    /// <summary>Of a type with a primary constructor, only the call of the base constructor is code.</summary>
    private static SyntaxNode? Declaration(SyntaxNode node) => node switch
    {
        TypeDeclarationSyntax { ParameterList: not null } type
            => type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault(),
        _ => node,
    };

    private IOperation? Operation(SyntaxNode? node) =>
        node is null || node.ContainsDiagnostics || !compilation.ContainsSyntaxTree(node.SyntaxTree)
            ? null
            : ModelOf(node.SyntaxTree).GetOperation(node, cancellation);

    [SuppressMessage(
        "MicrosoftCodeAnalysisCorrectness",
        "RS1030:Do not invoke Compilation.GetSemanticModel() method within a diagnostic analyzer",
        Justification = "Running a method needs the bodies of the methods it calls, which lie in other trees; each is bound once per compilation.")]
    private SemanticModel ModelOf(SyntaxTree tree) => models.GetOrAdd(tree, one => compilation.GetSemanticModel(one));

    private static bool HasBody(IOperation operation) => operation switch
    {
        IMethodBodyBaseOperation method => method.BlockBody is not null || method.ExpressionBody is not null,
        ILocalFunctionOperation local => local.Body is not null,
        _ => true,
    };

    private static bool HasErrors(IOperation operation) => OperationParts.Exists(operation, part => part.Kind == OperationKind.Invalid);
}
