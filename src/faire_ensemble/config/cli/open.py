"""`faire open SIREN`: an EPCI with its communes, and its contrat de ville."""
